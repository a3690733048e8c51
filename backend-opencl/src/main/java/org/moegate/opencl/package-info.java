/**
 * The backend {@code opencl}. Engines that keep logits on the device take {@link org.moegate.opencl.OpenClRouting} from their
 * plan; all others need nothing of this package.
 */
@NullMarked
package org.moegate.opencl;

import org.jspecify.annotations.NullMarked;
