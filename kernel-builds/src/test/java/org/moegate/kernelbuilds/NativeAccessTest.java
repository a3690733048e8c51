package org.moegate.kernelbuilds;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("native access")
class NativeAccessTest {

    private final IllegalCallerException refusal = new IllegalCallerException("Illegal native access from module a");

    @Test
    @DisplayName("that is denied is the reason, with the flag to allow it")
    void denied() {
        assertEquals(
                Optional.of(
                        "java denies access to native libraries (Illegal native access from module a): start it with"
                                + " --enable-native-access=ALL-UNNAMED, or on the module path =a,b"),
                NativeAccess.denied(refusal, "a,b"));
    }

    @Test
    @DisplayName("may be denied while a class is initialised")
    void initialising() {
        assertEquals(
                NativeAccess.denied(refusal, "a"),
                NativeAccess.denied(new LinkageError("outer", new ExceptionInInitializerError(refusal)), "a"));
    }

    @Test
    @DisplayName("is not the reason for other failures")
    void other() {
        assertEquals(Optional.empty(), NativeAccess.denied(new UnsatisfiedLinkError("no such file"), "a"));
    }
}
