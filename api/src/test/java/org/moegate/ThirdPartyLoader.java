package org.moegate;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.moegate.spi.BackendProvider;

/**
 * Sees the service files of some folders, and defines the third party's classes itself: outside of the API's module, as
 * on a user's class path, and with static initialisers that have not run yet.
 */
class ThirdPartyLoader extends URLClassLoader {

    private static final String THIRD_PARTY = "org.moegate.thirdparty.";

    ThirdPartyLoader(Path... folders) throws MalformedURLException {
        super(urls(folders), ThirdPartyLoader.class.getClassLoader());
    }

    private static URL[] urls(Path... folders) throws MalformedURLException {
        URL[] urls = new URL[folders.length];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = folders[i].toUri().toURL();
        }
        return urls;
    }

    /** Writes a service file into a new folder. */
    static Path services(Path temporary, String... lines) throws IOException {
        Path folder = Files.createTempDirectory(temporary, "services");
        Path file = folder.resolve("META-INF/services/" + BackendProvider.class.getName());
        Files.createDirectories(file.getParent());
        Files.writeString(file, String.join("\n", lines));
        return folder;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(THIRD_PARTY)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }
}
