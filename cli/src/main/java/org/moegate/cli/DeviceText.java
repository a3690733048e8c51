package org.moegate.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.moegate.spi.GateDevice;
import org.moegate.spi.Grade;

/** What is said of a device. */
final class DeviceText {

    private DeviceText() {}

    static String grade(Grade grade) {
        return grade.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Map<String, Object> fields(GateDevice device) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", device.id());
        fields.put("description", device.description());
        fields.put("grade", grade(device.grade()));
        fields.put("caveat", device.caveat());
        return fields;
    }
}
