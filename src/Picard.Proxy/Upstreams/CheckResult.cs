namespace Picard.Proxy;

/// <summary>What a check of a destination came to.</summary>
internal enum CheckResult
{
    Failed,
    Passed,
}
