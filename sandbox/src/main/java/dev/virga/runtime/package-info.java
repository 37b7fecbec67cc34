/// The Java runtime client: runs inside a sandbox, in the function's own JVM, and may use nothing
/// but this package and the JDK. The one place where reflection is the purpose.
@NullMarked
package dev.virga.runtime;

import org.jspecify.annotations.NullMarked;
