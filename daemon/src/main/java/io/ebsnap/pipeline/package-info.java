/** Golden images: pipelines that build new versions of images by hooks, test them, and keep them or roll them back. */
@NullMarked
package io.ebsnap.pipeline;

import org.jspecify.annotations.NullMarked;
