package org.moegate.kernelbuilds;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The leave that java wants before code loads native libraries, where a JVM is started with {@code --illegal-native-access=deny}. */
public final class NativeAccess {

    private NativeAccess() {}

    /**
     * Why something native failed, if it was for want of leave.
     *
     * @param thrown what was thrown, which has java's refusal as a cause where a class could not be initialised for it
     * @param modules those that need leave, where they are modules
     * @return the reason, with the flag that gives leave; nothing if it failed for another one
     */
    public static Optional<String> denied(Throwable thrown, String modules) {
        for (@Nullable Throwable next = thrown; next != null; next = next.getCause()) {
            if (next instanceof IllegalCallerException refusal) {
                return Optional.of("java denies access to native libraries (" + refusal.getMessage()
                        + "): start it with --enable-native-access=ALL-UNNAMED, or on the module path =" + modules);
            }
        }
        return Optional.empty();
    }
}
