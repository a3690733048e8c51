package org.moegate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.moegate.SegmentCall.assertContains;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ModuleDesc;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.reflect.AccessFlag;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.moegate.spi.BackendProvider;
import org.moegate.thirdparty.Factory;
import org.moegate.thirdparty.FailingFactory;
import org.moegate.thirdparty.Good;

@DisplayName("Discovery, among modules,")
class ModuleDiscoveryTest {

    private static final String MODULE = "thirdparty";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(classes = {Good.class, Factory.class})
    @DisplayName("finds a backend by its class or by a provider method, once however often it is seen")
    void findsBackendOnce(Class<?> provider) throws IOException {
        ClassLoader loader = moduleThatProvides(provider).findLoader(MODULE);
        try (URLClassLoader child = new URLClassLoader(new URL[0], loader)) {
            List<BackendStatus> statuses =
                    Backends.builder().discover(loader).discover(child).build().statuses();

            assertEquals(
                    List.of("good"), statuses.stream().map(BackendStatus::name).toList());
            assertTrue(statuses.getFirst().availability().possible());
            assertEquals(MODULE, statuses.getFirst().origin().getModule().getName());
        }
    }

    @Test
    @DisplayName("survives a provider method that fails")
    void survivesFailingFactory() throws IOException {
        ClassLoader loader =
                moduleThatProvides(FailingFactory.class, Factory.class).findLoader(MODULE);
        List<BackendStatus> statuses =
                Backends.builder().discover(loader).build().statuses();

        assertEquals(
                List.of("good", BackendProvider.class.getName()),
                statuses.stream().map(BackendStatus::name).toList());
        assertContains(statuses.getLast().availability().reason(), "out of backends");
    }

    private ModuleLayer moduleThatProvides(Class<?>... providers) throws IOException {
        Files.write(folder.resolve("module-info.class"), ClassFile.of().buildModule(descriptor(providers)));
        copy(Good.class);
        copy(Factory.class);
        copy(FailingFactory.class);
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration =
                boot.configuration().resolve(ModuleFinder.of(folder), ModuleFinder.of(), Set.of(MODULE));
        return boot.defineModulesWithOneLoader(configuration, ClassLoader.getSystemClassLoader());
    }

    private static ModuleAttribute descriptor(Class<?>... providers) {
        ClassDesc[] descriptions = new ClassDesc[providers.length];
        for (int i = 0; i < providers.length; i++) {
            descriptions[i] = ClassDesc.of(providers[i].getName());
        }
        return ModuleAttribute.of(
                ModuleDesc.of(MODULE),
                module -> module.requires(ModuleDesc.of("java.base"), Set.of(AccessFlag.MANDATED), null)
                        .requires(ModuleDesc.of("org.moegate.api"), Set.of(), null)
                        .provides(ClassDesc.of(BackendProvider.class.getName()), descriptions));
    }

    private void copy(Class<?> type) throws IOException {
        Path file = folder.resolve(type.getName().replace('.', '/') + ".class");
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        try (InputStream in = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            Files.write(file, Objects.requireNonNull(in).readAllBytes());
        }
    }
}
