package org.moegate.thirdparty;

/** Has a name that nobody could select. */
public class Misnamed extends Good {

    @Override
    public String name() {
        return "mis:named";
    }
}
