/**
 * The backend {@code cuda}. Engines that keep logits on the device take {@link org.moegate.cuda.CudaRouting} from their plan;
 * all others need nothing of this package.
 */
@NullMarked
package org.moegate.cuda;

import org.jspecify.annotations.NullMarked;
