package org.moegate.containers;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.testcontainers.dockerclient.DockerClientProviderStrategy;
import org.testcontainers.dockerclient.TransportConfig;

/** How Testcontainers comes to the private engine: the last of its strategies, asked when no engine has answered. */
public final class PrivateEngineStrategy extends DockerClientProviderStrategy {

    @Override
    public String getDescription() {
        return "an engine of this process's own";
    }

    @Override
    protected int getPriority() {
        return Integer.MIN_VALUE;
    }

    @Override
    protected boolean isApplicable() {
        return System.getProperty("os.name").equals("Linux");
    }

    /** It is gone after this process, so that nothing about it belongs into the user's settings. */
    @Override
    protected boolean isPersistable() {
        return false;
    }

    @Override
    public TransportConfig getTransportConfig() {
        try {
            return TransportConfig.builder()
                    .dockerHost(PrivateEngine.OF_THIS_PROCESS.socket())
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without this, Testcontainers would ask for the address of a bridge that the engine does not have. */
    @Override
    public synchronized String getDockerHostIpAddress() {
        return "localhost";
    }
}
