/** What published artifacts must be for those who use them. */
@NullMarked
package org.moegate.consumers;

import org.jspecify.annotations.NullMarked;
