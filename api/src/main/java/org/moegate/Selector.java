package org.moegate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moegate.spi.Capability;
import org.moegate.spi.GateDevice;

/** The rules of selection, kept apart from where backends come from. */
final class Selector {

    private Selector() {}

    static Selection select(
            List<BackendStatus> statuses, Backends.@Nullable Forced forced, @Nullable PlanRequest request) {
        return forced == null ? automatic(statuses, request, Map.of()) : forced(statuses, forced, request);
    }

    /** Compiles on what is chosen. A device that fails is passed over, as one that refuses is, unless it was forced. */
    static GatePlan plan(List<BackendStatus> statuses, Backends.@Nullable Forced forced, PlanRequest request) {
        if (forced != null) {
            return forced(statuses, forced, request).compile(request);
        }
        Map<String, Capability> failed = new HashMap<>();
        List<Throwable> failures = new ArrayList<>();
        while (true) {
            Selection selection;
            try {
                selection = automatic(statuses, request, failed);
            } catch (BackendUnavailableException e) {
                failures.forEach(e::addSuppressed);
                throw e;
            }
            try {
                return selection.compile(request);
            } catch (Throwable e) {
                failed.put(selection.selector(), selection.refusal(e));
                failures.add(e);
            }
        }
    }

    private static Selection automatic(
            List<BackendStatus> statuses, @Nullable PlanRequest request, Map<String, Capability> failed) {
        List<String> report = new ArrayList<>();
        @Nullable BackendStatus chosen = null;
        @Nullable GateDevice device = null;
        for (BackendStatus status : statuses) {
            if (!status.availability().possible()) {
                report.add(status.toString());
                continue;
            }
            for (GateDevice candidate : status.devices()) {
                String selector = selector(status, candidate);
                @Nullable Capability failure = failed.get(selector);
                Capability support = failure != null ? failure : supports(status, candidate, request);
                if (!support.possible()) {
                    report.add(refusal(selector, support));
                } else if (chosen == null) {
                    chosen = status;
                    device = candidate;
                    report.add(selector + ": chosen, the first that can run");
                } else {
                    report.add(selector + ": can run");
                }
            }
        }
        if (chosen == null || device == null) {
            throw new BackendUnavailableException(
                    statuses.isEmpty()
                            ? "no backend was found: add one to the class path or module path, such as moegate-backend-cpu"
                            : "no backend can run: " + String.join("; ", report));
        }
        return new Selection(chosen, device, "automatic", report);
    }

    private static Selection forced(
            List<BackendStatus> statuses, Backends.Forced forced, @Nullable PlanRequest request) {
        String said = "backend \"" + forced.selector() + "\", forced by " + forced.origin() + ", ";
        int colon = forced.selector().indexOf(':');
        String backend = colon < 0 ? forced.selector() : forced.selector().substring(0, colon);
        BackendStatus status = statuses.stream()
                .filter(candidate -> candidate.name().equals(backend))
                .findFirst()
                .orElseThrow(
                        () -> new BackendUnavailableException(said + "is not among those found: " + names(statuses)));
        if (!status.availability().possible()) {
            throw new BackendUnavailableException(
                    said + "cannot run: " + status.availability().reason());
        }
        List<GateDevice> candidates = colon < 0
                ? status.devices()
                : List.of(device(status, forced.selector().substring(colon + 1), said));
        List<String> report = new ArrayList<>();
        for (GateDevice candidate : candidates) {
            Capability support = supports(status, candidate, request);
            String selector = selector(status, candidate);
            if (support.possible()) {
                report.add(selector + ": chosen, forced by " + forced.origin());
                return new Selection(status, candidate, "forced by " + forced.origin(), report);
            }
            report.add(refusal(selector, support));
        }
        throw new BackendUnavailableException(said + "cannot run: " + String.join("; ", report));
    }

    private static GateDevice device(BackendStatus status, String idOrIndex, String said) {
        List<GateDevice> devices = status.devices();
        for (GateDevice candidate : devices) {
            if (candidate.id().equals(idOrIndex)) {
                return candidate;
            }
        }
        for (int i = 0; i < devices.size(); i++) {
            if (String.valueOf(i).equals(idOrIndex)) {
                return devices.get(i);
            }
        }
        throw new BackendUnavailableException(said + "has no device \"" + idOrIndex + "\": it has "
                + String.join(", ", devices.stream().map(Selector::withCaveat).toList()));
    }

    /** The caveat of a device that is there may say why another one is not. */
    private static String withCaveat(GateDevice device) {
        return device.caveat().isEmpty() ? device.id() : device.id() + " (" + device.caveat() + ")";
    }

    private static Capability supports(BackendStatus status, GateDevice device, @Nullable PlanRequest request) {
        return request == null ? Capability.yes() : status.supports(device, request);
    }

    private static String selector(BackendStatus status, GateDevice device) {
        return status.name() + ":" + device.id();
    }

    private static String refusal(String selector, Capability support) {
        return selector + ": cannot run this gate: " + support.reason();
    }

    private static String names(List<BackendStatus> statuses) {
        return statuses.isEmpty()
                ? "none was found"
                : String.join(", ", statuses.stream().map(BackendStatus::name).toList());
    }
}
