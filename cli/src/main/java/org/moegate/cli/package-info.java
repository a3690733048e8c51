/**
 * The command {@code moegate}. Every command exits with 0 for success, 1 for a run that failed, 2 for wrong use, and says
 * why in one line.
 */
@NullMarked
package org.moegate.cli;

import org.jspecify.annotations.NullMarked;
