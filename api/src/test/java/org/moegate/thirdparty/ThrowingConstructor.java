package org.moegate.thirdparty;

/** Fails in its constructor. */
public class ThrowingConstructor extends Good {

    public ThrowingConstructor() {
        throw new IllegalStateException("the licence has run out");
    }
}
