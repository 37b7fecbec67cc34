/// What identity providers send in the Security Assertion Markup Language, read with care.
@NullMarked
package dev.virga.kernel.saml;

import org.jspecify.annotations.NullMarked;
