package org.moegate.benchmarks.report;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moegate.DType;

/**
 * All that a run of {@code bench} found. The JSON file is this record, field by field.
 *
 * @param format of the JSON file, {@value #FORMAT} today
 * @param date when the run started, ISO 8601 in UTC
 * @param host what it ran on
 * @param settings what was asked for
 * @param subjects what was timed
 * @param absent what was not, or not everywhere, and why
 * @param models the gates that were routed
 * @param figures the times
 * @param comparison with an earlier run, or null
 */
public record BenchReport(
        int format,
        String date,
        Host host,
        Settings settings,
        List<Subject> subjects,
        List<Absence> absent,
        List<Model> models,
        List<Figure> figures,
        @Nullable Comparison comparison) {

    /** What this version writes and reads. */
    public static final int FORMAT = 1;

    /**
     * What the run ran on.
     *
     * @param cpu the processor, with what of it is used
     * @param processors those that the JVM sees
     * @param os operating system and its version
     * @param arch the processor's architecture
     * @param jdk vendor and version
     * @param jvmFlags those of the JVMs that were timed
     * @param moegate the version of moegate
     */
    public record Host(
            String cpu, int processors, String os, String arch, String jdk, List<String> jvmFlags, String moegate) {}

    /**
     * What was asked for.
     *
     * @param commandLine as it was typed, after the program's name
     * @param quick whether iterations were few and short
     * @param threads what a host call may use
     * @param tokens rows of a call, ascending
     * @param dtypes element types of the logits
     */
    public record Settings(
            List<String> commandLine, boolean quick, int threads, List<Integer> tokens, List<DType> dtypes) {}

    /** What a subject is to the reader. */
    public enum Kind {
        /** A backend of moegate's. */
        BACKEND,
        /** What an engine has without moegate. */
        BASELINE,
        /** Work that no gate can do without. */
        FLOOR
    }

    /** Where logits and results lie. */
    public enum Place {
        /** On the Java heap: a call includes whatever transfers it needs. */
        HOST,
        /** On the device: its time alone, by its own clock. */
        DEVICE
    }

    /**
     * Something that was timed.
     *
     * @param id unique among all subjects, the same from run to run
     * @param name for people
     * @param kind what it is
     * @param place where its logits lie
     * @param floor id of the floor that it is held against, or null
     * @param description the device or library
     * @param check what its results were held to before it was timed
     */
    public record Subject(
            String id,
            String name,
            Kind kind,
            Place place,
            @Nullable String floor,
            String description,
            String check) {}

    /**
     * Something that was not timed.
     *
     * @param what a subject, perhaps of one gate
     * @param reason why not
     * @param failure whether it should have been
     */
    public record Absence(String what, String reason, boolean failure) {}

    /**
     * A gate.
     *
     * @param name as {@code --models} takes it
     * @param size how many of how many
     * @param experts num_experts
     * @param topk experts chosen
     */
    public record Model(String name, String size, int experts, int topk) {}

    /**
     * The time of a call.
     *
     * @param subject id of what was timed
     * @param model name of the gate
     * @param dtype element type of the logits
     * @param tokens rows of a call
     * @param nanos of a call
     */
    public record Figure(String subject, String model, DType dtype, int tokens, Spread nanos) {

        /** The median's share of a row. */
        public double nanosPerRow() {
            return nanos.median() / tokens;
        }
    }

    /** A subject by its id. */
    public Subject subject(String id) {
        return subjects.stream()
                .filter(subject -> subject.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    /** A model by its name. */
    public Model model(String name) {
        return models.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** The figure of a case, if it was timed. */
    public Optional<Figure> figure(String subject, String model, DType dtype, int tokens) {
        return figures.stream()
                .filter(figure -> figure.subject().equals(subject)
                        && figure.model().equals(model)
                        && figure.dtype() == dtype
                        && figure.tokens() == tokens)
                .findFirst();
    }

    /** How many times its floor a figure is, if that was timed in the same case. */
    public Optional<Double> timesFloor(Figure figure) {
        return Optional.ofNullable(subject(figure.subject()).floor())
                .flatMap(floor -> figure(floor, figure.model(), figure.dtype(), figure.tokens()))
                .map(floor -> figure.nanos().median() / floor.nanos().median());
    }

    /** This report with a comparison. */
    public BenchReport with(Comparison with) {
        return new BenchReport(format, date, host, settings, subjects, absent, models, figures, with);
    }
}
