using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Picard.Gen.Tasks;

/// <summary>The task of a build that runs <see cref="EffectScan"/> on the references of a project.</summary>
public sealed class ScanEffects : Microsoft.Build.Utilities.Task
{
    /// <summary>The references of the project; those of the framework are passed over.</summary>
    [Required]
    public ITaskItem[] References { get; set; } = [];

    /// <summary>The file to write.</summary>
    [Required]
    public string Output { get; set; } = "";

    /// <inheritdoc/>
    public override bool Execute()
    {
        try
        {
            var paths = References.Where(static reference => reference.GetMetadata("FrameworkReferenceName").Length == 0).Select(static reference => reference.GetMetadata("FullPath"));
            if (EffectScan.Run(paths, Output) is { } count)
            {
                Log.LogMessage(MessageImportance.Low, "{0} methods of references block the thread that calls them; see {1}.", count, Output);
            }
        }
        catch (Exception exception) when (exception is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            // The analyzers see less without the scan; that is no reason to fail a build.
            Log.LogMessage(MessageImportance.Normal, "The references were not scanned: {0}", exception.Message);
        }

        return true;
    }
}
