/** The launcher on machines unlike the one that built it: no driver, another user, a full disk, a container that was killed. */
@NullMarked
package org.moegate.launcher;

import org.jspecify.annotations.NullMarked;
