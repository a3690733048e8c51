package com.example.jlama;

/** The extents of a Mixtral-style model. Jlama's vectors want hidden, intermediate and a head's size in multiples of 16. */
record MixtralShape(
        int layers,
        int hidden,
        int intermediate,
        int attentionHeads,
        int keyValueHeads,
        int experts,
        int expertsPerToken,
        int contextLength) {

    /** Small enough to write and load at once, and large enough to be worth timing. */
    static MixtralShape tiny() {
        return new MixtralShape(4, 128, 256, 4, 2, 8, 2, 1024);
    }

    int headSize() {
        return hidden / attentionHeads;
    }
}
