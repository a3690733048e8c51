package org.moegate.thirdparty;

/** Another good one, of higher priority. */
public class Better extends Good {

    @Override
    public String name() {
        return "better";
    }

    @Override
    public int priority() {
        return 2;
    }
}
