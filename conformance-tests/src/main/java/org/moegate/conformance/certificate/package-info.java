/** The page that says what a device was held to and how it did. */
@NullMarked
package org.moegate.conformance.certificate;

import org.jspecify.annotations.NullMarked;
