/**
 * The backend {@code cuda}. Engines that keep logits on the device take {@link org.moegate.cuda.CudaRouting} from their plan,
 * and for what follows the gate {@link org.moegate.cuda.CudaDispatch}; all others need nothing of this package.
 */
@NullMarked
package org.moegate.cuda;

import org.jspecify.annotations.NullMarked;
