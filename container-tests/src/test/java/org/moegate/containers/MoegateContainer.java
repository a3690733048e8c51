package org.moegate.containers;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.MountableFile;

/** The project's command line in a container, with a JDK, an OpenCL driver and no network. */
final class MoegateContainer extends GenericContainer<MoegateContainer> {

    /** What cli's build puts together for the launcher. */
    private static final Path LIB = Path.of("..", "cli", "target", "moegate", "lib");

    private static final String LIB_IN_CONTAINER = "/opt/moegate/lib";
    private static final String JDK_IN_CONTAINER = "/opt/java";

    /** In whatever way the engine at hand can come to an image. */
    static MoegateContainer create() {
        return PrivateEngine.OF_THIS_PROCESS
                .image()
                .map(image -> new MoegateContainer(CompletableFuture.completedFuture(image), jdkOfThisProcess()))
                .orElseGet(() -> new MoegateContainer(imageOfDockerfile()));
    }

    /** With a JDK for Linux, whatever this machine is. The image stays, so that the engine's cache serves the next run. */
    private static ImageFromDockerfile imageOfDockerfile() {
        return new ImageFromDockerfile("localhost/moegate-debian-jdk", false)
                // a build that fails leaves no container behind
                .withBuildImageCmdModifier(build -> build.withForcerm(true))
                .withFileFromPath("Dockerfile", Path.of("Dockerfile"))
                .withFileFromPath("packages", Path.of("packages"));
    }

    private static Bind jdkOfThisProcess() {
        return new Bind(System.getProperty("java.home"), new Volume(JDK_IN_CONTAINER), AccessMode.ro);
    }

    private MoegateContainer(Future<String> image, Bind... binds) {
        super(image);
        withNetworkMode("none");
        withCopyToContainer(MountableFile.forHostPath(LIB), LIB_IN_CONTAINER);
        // the first process, with which all others end, so that nothing is left even if the tests are killed
        withCommand("sleep", "10m");
        withCreateContainerCmdModifier(container -> {
            // the usual signal is lost on a first process
            container.withStopSignal("SIGKILL");
            Objects.requireNonNull(container.getHostConfig())
                    .withAutoRemove(true)
                    .withBinds(binds);
        });
    }

    /** Runs the command line as the launcher does. */
    ExecResult moegate(String... arguments) throws IOException, InterruptedException {
        List<String> java = List.of(
                "env",
                // keeps the JVM's signals from the OpenCL driver's compiler
                "LD_PRELOAD=" + JDK_IN_CONTAINER + "/lib/libjsig.so",
                JDK_IN_CONTAINER + "/bin/java",
                "--module-path",
                LIB_IN_CONTAINER,
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=jocl,org.moegate.opencl",
                "--module",
                "org.moegate.cli/org.moegate.cli.Main");
        return execInContainer(
                Stream.concat(java.stream(), Arrays.stream(arguments)).toArray(String[]::new));
    }
}
