package org.moegate.thirdparty;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Backends whose constructors throw what nobody expects of one. */
public final class Hostile {

    private Hostile() {}

    /** Throws an exception that its signature does not declare, as Kotlin, Scala and byte code may. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    public static <T extends Throwable> RuntimeException sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** An error that is no linkage error. */
    public static class Erring extends Good {

        public Erring() {
            throw new AssertionError("not on a Monday");
        }
    }

    /** A checked exception that nobody declared. */
    public static class Sneaky extends Good {

        public Sneaky() {
            throw sneak(new IOException("no licence file"));
        }
    }

    /** A constructor that calls itself. */
    public static class Endless extends Good {

        public Endless() {
            new Endless().name();
        }
    }

    /** A JVM out of memory. */
    public static class Greedy extends Good {

        public Greedy() {
            throw new OutOfMemoryError("Java heap space");
        }
    }

    /** A wait that was interrupted. */
    public static class Interrupted extends Good {

        public Interrupted() {
            throw sneak(new InterruptedException("while the device was asked"));
        }
    }

    /** An error whose causes lead in a circle. */
    public static class Circular extends Good {

        public Circular() {
            Error first = new Error("first");
            first.initCause(new Error("second", first));
            throw first;
        }
    }

    /** An error that fails to say anything. */
    public static class Speechless extends Good {

        public Speechless() {
            throw new SpeechlessError();
        }
    }

    /** Fails whatever it is asked. */
    @SuppressWarnings("serial")
    public static class SpeechlessError extends Error {

        @Override
        public @Nullable String getMessage() {
            throw this;
        }

        @Override
        public synchronized @Nullable Throwable getCause() {
            throw this;
        }
    }
}
