package org.moegate.cpu.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** Loads the backend and its tests anew, one class with a change; everything else comes from the loader of this class. */
final class MutantLoader extends ClassLoader {

    private static final String BACKEND = "org.moegate.cpu.";

    private final Map<String, byte[]> changed;

    MutantLoader(String type, byte[] changed) {
        super(MutantLoader.class.getClassLoader());
        this.changed = Map.of(type, changed);
    }

    /** A class as it is on the class path. */
    static byte[] bytes(String type) throws ClassNotFoundException {
        String file = type.replace('.', '/') + ".class";
        try (InputStream in = MutantLoader.class.getClassLoader().getResourceAsStream(file)) {
            if (in == null) {
                throw new ClassNotFoundException(type);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new ClassNotFoundException(type, e);
        }
    }

    @Override
    protected Class<?> loadClass(String type, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(type)) {
            if (!type.startsWith(BACKEND)) {
                return super.loadClass(type, resolve);
            }
            Class<?> loaded = findLoadedClass(type);
            if (loaded != null) {
                return loaded;
            }
            byte[] bytes = changed.containsKey(type) ? changed.get(type) : bytes(type);
            return defineClass(type, bytes, 0, bytes.length);
        }
    }
}
