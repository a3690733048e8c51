package org.moegate.opencl;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jocl.CL;
import org.jocl.LibUtils;
import org.jspecify.annotations.Nullable;
import org.moegate.kernelbuilds.PrivateFolder;
import org.moegate.spi.BackendException;

/**
 * JOCL's native library, where only this user can have put it. JOCL by itself unpacks it to a fixed name among the temporary files
 * of all users, and runs whatever it finds there, be it another user's or half written by another process.
 */
final class JoclLibrary {

    private static final Logger LOG = System.getLogger(JoclLibrary.class.getName());

    /** As JOCL calls it, with its own version. */
    private static final String NAME = "JOCL_2_0_6";

    /** Where JOCL unpacks to, and loads from what is there already. */
    private static final String JOCL_FOLDER = "java.io.tmpdir";

    private JoclLibrary() {}

    /**
     * Has JOCL load it, in a folder for caches or, where that will not do, in one of this process's own, of which nothing stays.
     *
     * @param caches a folder that stays; null for none
     * @throws BackendException where there is no place for it
     * @throws LinkageError where JOCL cannot load it
     */
    static void load(@Nullable Path caches) {
        List<String> reasons = new ArrayList<>();
        String name = LibUtils.createLibraryFileName(LibUtils.createPlatformLibraryName(NAME));
        try {
            byte @Nullable [] library = inJar(name);
            if (caches != null && library != null && loadsFrom(caches, name, library, reasons)) {
                return;
            }
            PrivateFolder folder = PrivateFolder.temporary("moegate-jocl");
            try {
                // of another version of JOCL the name is not known; it unpacks by itself, where nobody else does
                if (library != null) {
                    put(folder, name, library);
                }
                initialise(folder);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            reasons.add(PrivateFolder.reason(e));
            throw new BackendException("JOCL's native library can be put nowhere: " + String.join("; ", reasons), e);
        }
    }

    /** Whether this folder will do; otherwise it adds the reason. */
    private static boolean loadsFrom(Path caches, String name, byte[] library, List<String> reasons) {
        PrivateFolder folder;
        try {
            folder = PrivateFolder.make(caches);
            put(folder, name, library);
        } catch (IOException e) {
            reasons.add(PrivateFolder.reason(e));
            LOG.log(Level.DEBUG, "JOCL's native library goes to the temporary files: " + PrivateFolder.reason(e));
            return false;
        }
        initialise(folder);
        return true;
    }

    /** A whole one is left as it is, since other processes may run it. */
    private static void put(PrivateFolder folder, String name, byte[] library) throws IOException {
        if (!holds(folder, name, library)) {
            folder.write(name, library);
        }
        requireLoadable(folder.path().resolve(name));
    }

    private static boolean holds(PrivateFolder folder, String name, byte[] library) {
        try {
            return Arrays.equals(folder.read(name, library.length), library);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "is written, in the place of what may lie there: " + PrivateFolder.reason(e));
            return false;
        }
    }

    static byte @Nullable [] inJar(String name) throws IOException {
        try (InputStream in = LibUtils.class.getResourceAsStream("/lib/" + name)) {
            return in == null ? null : in.readAllBytes();
        }
    }

    /** JOCL has one try in a process: where a file system runs nothing, that shows before. */
    @SuppressWarnings("restricted") // JOCL loads it just as well, afterwards
    private static void requireLoadable(Path library) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            SymbolLookup.libraryLookup(library, arena);
        } catch (IllegalArgumentException e) {
            throw new FileSystemException(library.toString(), null, "cannot be run there");
        }
    }

    /**
     * JOCL knows no other way to be told. The property is the whole process's, and so is the monitor: what another class loader has
     * of this class takes its turn.
     */
    private static void initialise(PrivateFolder folder) {
        synchronized (JOCL_FOLDER.intern()) {
            @Nullable
            String before = System.setProperty(JOCL_FOLDER, folder.path().toString());
            try {
                // the first call of all, for which JOCL loads its library
                CL.stringFor_errorCode(CL.CL_SUCCESS);
            } finally {
                restore(before);
            }
        }
    }

    private static void restore(@Nullable String before) {
        if (before == null) {
            System.clearProperty(JOCL_FOLDER);
        } else {
            System.setProperty(JOCL_FOLDER, before);
        }
    }

    /** Systems but Windows keep what is loaded without its file. */
    private static void delete(PrivateFolder folder) {
        try {
            folder.delete();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "stays behind: " + folder.path(), e);
        }
    }
}
