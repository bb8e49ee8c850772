namespace Picard;

/// <summary>A text that is likely to be needed again.</summary>
internal sealed class LastText
{
    public string? Value { get; set; }
}
