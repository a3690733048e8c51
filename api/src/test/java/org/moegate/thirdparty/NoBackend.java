package org.moegate.thirdparty;

/** Not a backend at all. */
public class NoBackend {}
