package org.moegate.benchmarks;

/** Where the process starts and ends. */
public final class Main {

    private Main() {}

    /**
     * Temporary.
     *
     * @param args none
     */
    public static void main(String[] args) {
        System.out.println(TensorLibrary.whyMissing());
    }
}
