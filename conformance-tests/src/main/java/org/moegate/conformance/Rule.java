package org.moegate.conformance;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;

/**
 * A test that holds a backend to one line of the contract, on each of its devices. What stands here is also what a failure and
 * the certificate print.
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
public @interface Rule {

    /**
     * What must hold.
     *
     * @return one sentence
     */
    String value();

    /**
     * Where it is written: a line of {@code docs/contract.md}.
     *
     * @return a number such as 2.5
     */
    String contract();

    /**
     * Where to look first when it fails.
     *
     * @return sentences for the backend's author
     */
    String check();

    /**
     * When it is skipped, beside where the device cannot run or refuses the request.
     *
     * @return a sentence; empty for never
     */
    String skipped() default "";

    /**
     * What the test runs once for.
     *
     * @return the whole device, unless told
     */
    Each each() default Each.DEVICE;
}
