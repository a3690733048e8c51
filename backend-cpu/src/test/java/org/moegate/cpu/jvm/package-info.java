/** What depends on how the JVM was started, tried in JVMs that were started so. */
@NullMarked
package org.moegate.cpu.jvm;

import org.jspecify.annotations.NullMarked;
