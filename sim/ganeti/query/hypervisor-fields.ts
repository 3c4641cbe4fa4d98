import type { FieldKind } from './field.ts'

/*
 * The hypervisor parameters that the resource `instance` has a field for, whatever the instance's hypervisor is: all but the
 * global ones (Ganeti src/Ganeti/Constants.hs, hvsParameters and hvcGlobals; seen on a real luxid). A table.
 */

/** A parameter's name, the title of its field, and the field's type. */
export type HypervisorField = readonly [name: string, title: string, kind: FieldKind]

const FLAGS = `
  acpi pae serial_console spice_playback_compression spice_use_tls spice_use_vdagent use_bootloader
  use_chroot use_guest_agent use_localtime user_shutdown vhost_net viridian vnc_tls vnc_x509_verify
  vnet_hdr
`

const NUMBERS = `
  cpu_cap cpu_cores cpu_sockets cpu_threads cpu_weight kvm_pci_reservations migration_downtime num_ttys
  serial_speed spice_ip_version startup_timeout virtio_net_queues
`

const TEXTS = `
  blockdev_prefix boot_order bootloader_args bootloader_path cdrom2_image_path cdrom_disk_type
  cdrom_image_path cpu_mask cpu_type cpuid device_model devices disk_aio disk_cache disk_discard disk_type
  drop_capabilities extra_cgroups extra_config floppy_image_path init_script initrd_path kernel_args
  kernel_path keymap kvm_extra kvm_flag kvm_path machine_version mem_path migration_caps nic_type pci_pass
  reboot_behavior root_path scsi_controller_type security_domain security_model soundhw spice_bind
  spice_image_compression spice_jpeg_wan_compression spice_password_file spice_streaming_video
  spice_tls_ciphers spice_zlib_glz_wan_compression usb_devices usb_mouse vga vif_script vif_type
  vnc_bind_address vnc_password_file vnc_x509_path
`

/** Titles that are not just the field's name. */
const TITLES: ReadonlyMap<string, string> = new Map([
  ['acpi', 'ACPI'],
  ['boot_order', 'Boot_order'],
  ['cdrom_image_path', 'CDROM_image_path'],
  ['cpu_type', 'cpu_type'],
  ['disk_type', 'Disk_type'],
  ['initrd_path', 'Initrd_path'],
  ['kernel_path', 'Kernel_path'],
  ['nic_type', 'NIC_type'],
  ['pae', 'PAE'],
  ['pci_pass', 'pci_pass'],
  ['vnc_bind_address', 'VNC_bind_address'],
])

export const HYPERVISOR_FIELDS: readonly HypervisorField[] = [
  ...fieldsOf(FLAGS, 'bool'),
  ...fieldsOf(NUMBERS, 'number'),
  ...fieldsOf(TEXTS, 'other'),
]

function fieldsOf(names: string, kind: FieldKind): HypervisorField[] {
  return names
    .trim()
    .split(/\s+/)
    .map(name => [name, TITLES.get(name) ?? `hv/${name}`, kind])
}
