package org.moegate;

/** The memory that a call takes. */
enum Part {
    LOGITS("logits"),
    BIAS("bias"),
    TOPK_IDS("topkIds"),
    TOPK_WEIGHTS("topkWeights");

    private final String argument;

    Part(String argument) {
        this.argument = argument;
    }

    boolean isOutput() {
        return this == TOPK_IDS || this == TOPK_WEIGHTS;
    }

    /** The name of the argument, as messages give it. */
    @Override
    public String toString() {
        return argument;
    }
}
