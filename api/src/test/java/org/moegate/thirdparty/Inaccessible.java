package org.moegate.thirdparty;

/** Has no constructor that discovery could call. */
public class Inaccessible extends Good {

    public Inaccessible(String setting) {
        throw new IllegalStateException(setting);
    }
}
