/** What people do with objects: each action describes changes, the platform previews and makes them. */
@NullMarked
package dev.fresnel.resources.action;

import org.jspecify.annotations.NullMarked;
