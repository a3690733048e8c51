/** Code that the docs show, in the classes and methods that it needs to be compiled. */
@NullMarked
package org.moegate.docs.snippets;

import org.jspecify.annotations.NullMarked;
