package org.moegate.kernelbuilds;

/** How many gates of a process get a kernel of their own: a setting that every backend has which builds such kernels. */
public final class SpecialisedLimit {

    private static final int UNLESS_TOLD = 64;

    private SpecialisedLimit() {}

    /**
     * Reads the setting.
     *
     * @param property the system property's name
     * @return 0 or more; 64 unless told
     * @throws IllegalArgumentException naming the property, its value and what is allowed
     */
    public static int read(String property) {
        String value = System.getProperty(property, "").strip();
        if (value.isEmpty()) {
            return UNLESS_TOLD;
        }
        if (!value.matches("[0-9]{1,9}")) {
            throw new IllegalArgumentException(property + " = " + value + ": must be a whole number, 0 or more");
        }
        return Integer.parseInt(value);
    }
}
