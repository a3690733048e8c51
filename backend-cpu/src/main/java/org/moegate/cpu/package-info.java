/** The CPU backend; engines meet it as a {@link org.moegate.spi.BackendProvider} and need nothing else of it. */
@NullMarked
package org.moegate.cpu;

import org.jspecify.annotations.NullMarked;
