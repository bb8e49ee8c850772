namespace Picard.Transport.Tests;

public sealed class TlsSocketConnectionTests : ConnectionContract<TlsSocketNetwork>;

public sealed class TlsSocketResetTests : ResetContract<TlsSocketNetwork>;
