using System.Text;

namespace Picard.Http.Fuzz;

/// <summary>Names of enum members as octets, made once: logs are written millions of times.</summary>
internal static class Names
{
    private static readonly byte[][] s_reasons = [.. Enum.GetValues<ViolationReason>().Select(reason => Encoding.ASCII.GetBytes(reason.ToString()))];

    public static ReadOnlySpan<byte> Of(ViolationReason reason) => s_reasons[(int)reason];
}
