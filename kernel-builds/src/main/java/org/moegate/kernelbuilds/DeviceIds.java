package org.moegate.kernelbuilds;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The ids of a backend's devices, made from what their drivers call them. For one thread at a time. */
public final class DeviceIds {

    private final Set<String> used = new HashSet<>();

    /** None is used yet. */
    public DeviceIds() {}

    /**
     * A device's id: its name as it can be typed, in lower-case letters, digits and hyphens. Of several devices that share one,
     * the later ones get a number too.
     *
     * @param name what the driver calls the device
     * @return an id that was not returned before
     */
    public String next(String name) {
        String typed =
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        String first = typed.isEmpty() ? "device" : typed;
        String id = first;
        for (int number = 2; !used.add(id); number++) {
            id = first + "-" + number;
        }
        return id;
    }
}
