package org.moegate.thirdparty;

/** Has no name. */
public class Nameless extends Good {

    @Override
    @SuppressWarnings("NullAway") // what discovery does with null is tested
    public String name() {
        return null;
    }
}
