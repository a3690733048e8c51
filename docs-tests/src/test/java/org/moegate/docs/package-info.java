/** What the docs say, compiled, run, or at least looked up: code blocks, commands and links. */
@NullMarked
package org.moegate.docs;

import org.jspecify.annotations.NullMarked;
