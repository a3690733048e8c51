/** What only this package of the command line knows. */
@NullMarked
package org.moegate.cli;

import org.jspecify.annotations.NullMarked;
