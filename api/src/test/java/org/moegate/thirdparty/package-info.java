/** Backends as others might write them, each broken in its own way. Tests load them through class loaders of their own. */
package org.moegate.thirdparty;
