package com.example.engines;

/** A feed-forward network of an engine. */
interface Expert {

    /** Adds the network's output for one token, times a weight: {@code outputs[at + i] += weight * f(inputs from at)[i]}. */
    void addTo(float[] outputs, float[] inputs, int at, float weight);
}
