import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;

/**
 * Runs a test program's `main` and, when it has come to its end, writes the proof. That comes as the request,
 * is taken before the candidate's classes are loaded, and is in no field.
 */
final class RewarddAsserts {
    private static final long STACK_BYTES = 128L << 20;

    private RewarddAsserts() {}

    public static void main(String[] arguments) throws Exception {
        // A plain FileInputStream would ask a pipe for its position.
        InputStream requests = new BufferedInputStream(new FileInputStream(RewarddDriver.descriptor(3)));
        byte[] proof = requests.readAllBytes();
        new Thread(null, () -> run(arguments[0], proof), "main", STACK_BYTES).start();
    }

    private static void run(String owner, byte[] proof) {
        int status = 1;
        try {
            Class<?> type = Class.forName(owner);
            Method main = type.getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
            new FileOutputStream(RewarddDriver.descriptor(4)).write(proof);
            status = 0;
        } catch (InvocationTargetException error) {
            error.getCause().printStackTrace();
        } catch (Throwable error) {
            error.printStackTrace();
        }
        System.out.flush();
        Runtime.getRuntime().halt(status);
    }
}
