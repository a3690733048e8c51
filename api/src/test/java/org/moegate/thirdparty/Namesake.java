package org.moegate.thirdparty;

/** Claims a name that is taken. */
public class Namesake extends Good {

    @Override
    public int priority() {
        return 3;
    }
}
