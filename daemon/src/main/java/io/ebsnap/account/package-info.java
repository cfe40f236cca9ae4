/** Accounts: who acts for which, and what each of them sees of the services. */
@NullMarked
package io.ebsnap.account;

import org.jspecify.annotations.NullMarked;
