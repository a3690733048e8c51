package org.moegate.consumers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.moegate.Backends;
import org.moegate.cpu.CpuBackendProvider;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** GraalVM's native-image leaves out what it cannot see being used: resources, and what is reached by reflection. */
@DisplayName("The metadata for native images")
class NativeImageMetadataTest {

    private static final String METADATA = "META-INF/native-image/org.moegate/moegate-api/reachability-metadata.json";
    private static final String MODULE = "org.moegate.api";

    /** Ways by which code reaches, at run time, what native-image cannot see. */
    private static final Pattern REFLECTIVE = Pattern.compile(String.join(
            "|",
            "java/lang/Class\\.(forName|get\\w*(Field|Method|Constructor|Class|Component)s?|getResource\\w*|newInstance)",
            "java/lang/ClassLoader\\.(loadClass|findClass|defineClass|\\w*[rR]esource\\w*)",
            "java/lang/Module\\.getResourceAsStream",
            "java/lang/System\\.load\\w*",
            "java/lang/Runtime\\.load\\w*",
            "java/lang/invoke/MethodHandles\\$Lookup\\.(find|unreflect|define)\\w*",
            "java/lang/reflect/\\S+",
            "java/lang/foreign/(Linker|SymbolLookup)\\.\\w+",
            "java/io/Object(In|Out)putStream\\.\\S+",
            "java/util/ResourceBundle\\.\\w+",
            "java/util/ServiceLoader\\.load\\w*"));

    @Test
    @DisplayName("names every resource of the API, for the class path and for the module path, and no other")
    void namesResources() throws IOException {
        Set<String> onClassPath = new TreeSet<>();
        Set<String> onModulePath = new TreeSet<>();
        for (JsonNode resource : metadata().get("resources")) {
            Set<String> named = resource.has("module") ? onModulePath : onClassPath;
            assertTrue(named.add(resource.get("glob").asString()), resource::toString);
            assertEquals(MODULE, resource.path("module").asString(MODULE));
        }
        Set<String> resources = new TreeSet<>(Published.of(Backends.class).files());
        resources.removeIf(name -> name.endsWith(".class") || name.startsWith("META-INF/"));
        assertFalse(resources.isEmpty());
        assertEquals(resources, onClassPath);
        assertEquals(resources, onModulePath);
    }

    @Test
    @DisplayName("has the shape that native-image reads, and its conditions are classes that exist")
    void hasTheShape() throws IOException {
        assertEquals(Set.of("comment", "resources"), names(metadata()));
        Set<String> classes = Published.of(Backends.class).files();
        for (JsonNode resource : metadata().get("resources")) {
            assertTrue(Set.of("condition", "module", "glob").containsAll(names(resource)), resource::toString);
            assertEquals(Set.of("typeReached"), names(resource.get("condition")));
            String type = resource.get("condition").get("typeReached").asString();
            assertTrue(classes.contains(type.replace('.', '/') + ".class"), type);
        }
    }

    @Test
    @DisplayName("needs nothing else: the API reads resources and services, and the CPU backend reflects on nothing")
    void needsNothingElse() throws IOException {
        assertEquals(
                Map.of(
                        "org/moegate/ResourceTable", Set.of("java/lang/Class.getResourceAsStream"),
                        "org/moegate/Discovery", Set.of("java/util/ServiceLoader.load")),
                reflectiveUses(Published.of(Backends.class)));
        assertEquals(Map.of(), reflectiveUses(Published.of(CpuBackendProvider.class)));
    }

    private static Map<String, Set<String>> reflectiveUses(Published artifact) throws IOException {
        Map<String, Set<String>> uses = new TreeMap<>();
        for (String name : artifact.files()) {
            if (name.endsWith(".class")) {
                ClassModel model = ClassFile.of().parse(artifact.bytes(name));
                Set<String> found = new HashSet<>();
                for (PoolEntry entry : model.constantPool()) {
                    if (entry instanceof MemberRefEntry member) {
                        found.add(member.owner().asInternalName() + "."
                                + member.name().stringValue());
                    } else if (entry instanceof ClassEntry type) {
                        found.add(type.asInternalName());
                    }
                }
                found.removeIf(use -> !REFLECTIVE.matcher(use).matches());
                if (!found.isEmpty()) {
                    uses.put(model.thisClass().asInternalName(), found);
                }
            }
        }
        return uses;
    }

    private static JsonNode metadata() throws IOException {
        return JsonMapper.shared().readTree(Published.of(Backends.class).bytes(METADATA));
    }

    private static Set<String> names(JsonNode object) {
        return Set.copyOf(object.propertyNames());
    }
}
